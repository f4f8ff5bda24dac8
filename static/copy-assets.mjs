// Empties build/ and copies the images that the stylesheets name: MOJ's icons and our own.
// Fonts, crown, crest and favicons of others are left behind: they are not ours to use.
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
