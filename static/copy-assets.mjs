// Empties build/ and copies the images that the stylesheets name: MOJ's icons and our own.
// The typeface of what is printed comes with its licence (SIL Open Font License). Other fonts, crown, crest and
// favicons are left behind: they are not ours to use.
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'

const icons = 'node_modules/@ministryofjustice/frontend/moj/assets/images'

rmSync('build', { recursive: true, force: true })
mkdirSync('build/assets/images', { recursive: true })
cpSync(icons, 'build/assets/images', {
  recursive: true,
  filter: (source) => statSync(source).isDirectory() || basename(source).startsWith('icon-')
})
cpSync('static/images', 'build', { recursive: true })

// What is printed is set in Atkinson Hyperlegible Next, drawn for people who see badly.
const typeface = 'node_modules/@expo-google-fonts/atkinson-hyperlegible-next'
mkdirSync('build/fonts', { recursive: true })
for (const style of ['400Regular', '700Bold']) {
  const file = `AtkinsonHyperlegibleNext_${style}.ttf`
  cpSync(`${typeface}/${style}/${file}`, `build/fonts/${file}`)
}
cpSync(`${typeface}/LICENSE_FONT`, 'build/fonts/LICENSE')
