"""Whether everything on a page is reached with Tab, in the order in which it is read, and is seen to have the focus.

The browser's own key is pressed; what the page then says of its focus is written down by the page itself, so that
forty stops cost forty presses and no questions.
"""

from typing import Final

from playwright.sync_api import Page

STOPS: Final = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}))"""
# Of radios that belong together one is a stop, and the arrows lead to the others.
TOGETHER: Final = "one => one.type === 'radio' ? `${one.form && one.form.action} ${one.name}` : one"
WRITE_DOWN: Final = (
    f"() => {{ const stops = {STOPS}, together = {TOGETHER};"
    + """
    const LAYERS = [null, '::before', '::after'];
    const SAID = ['outlineStyle', 'outlineWidth', 'boxShadow', 'backgroundColor', 'borderColor', 'textDecorationLine'];
    const lookOf = one => [one, one.nextElementSibling, one.parentElement].filter(Boolean).map(part =>
        LAYERS.map(layer => getComputedStyle(part, layer)).map(style => SAID.map(name => style[name]).join())
    ).join();
    const before = stops.map(lookOf);
    const passed = [], unseen = [];
    document.addEventListener('focusin', ({target}) => {
        const number = stops.indexOf(target);
        passed.push(number);
        if (number >= 0 && lookOf(target) === before[number]) unseen.push(number);
    });
    const name = number => stops[number] ? stops[number].outerHTML.slice(0, 120) : 'something that was not there';
    window.cppStops = () => {
        const reached = new Set(passed.map(number => stops[number] && together(stops[number])));
        return {
            unreached: [...stops.keys()].filter(number => !reached.has(together(stops[number]))).map(name),
            unseen: unseen.map(name),
            outOfOrder: passed.filter((number, place) => place && number <= passed[place - 1]).map(name),
        };
    };
    return new Set(stops.map(together)).size;
}"""
)


# The key going down moves the focus; to let it come up again takes as long once more, and does nothing.
TAB: Final = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def out_of_reach(page: Page) -> list[str]:
    """What is wrong for somebody with a keyboard alone, in words. The page has just been opened."""
    keys = page.context.new_cdp_session(page)
    for _ in range(page.evaluate(WRITE_DOWN)):
        keys.send("Input.dispatchKeyEvent", TAB)
    keys.detach()
    found = page.evaluate("cppStops()")
    return [
        *(f"Tab does not lead to {one}" for one in found["unreached"]),
        *(f"nobody sees that the focus is on {one}" for one in found["unseen"]),
        *(f"Tab leads back to {one}" for one in found["outOfOrder"]),
    ]
