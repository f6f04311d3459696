import type { Locator, Page } from 'playwright-core';

/** More stops than any of the specs' pages have. */
const MOST_STOPS = 150;

/** Goes there by the Tab key alone. @throws Error where it is not to be reached so */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if (await has(target)) return;
  }
  throw new Error(`the Tab key does not lead to ${String(target)}`);
}

/** Whether the focus is there. */
export async function has(target: Locator): Promise<boolean> {
  return (
    (await target.count()) > 0 &&
    target.evaluate((element) => element === element.ownerDocument.activeElement)
  );
}

/** Goes through all stops of the Tab key once. @returns how many there are, and those that don't show that they have the focus, as HTML */
export async function stopsOf(page: Page): Promise<{ readonly stops: number; readonly unseen: string[] }> {
  const unseen: string[] = [];
  const known = new Set<string>();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { html, path, outlined } = (await page.evaluate(DESCRIBE)) as Stop;
    if (path === 'body' || known.has(path)) break;
    known.add(path);
    if (!outlined) unseen.push(html);
  }
  return { stops: known.size, unseen };
}

interface Stop {
  readonly html: string;
  /** From the document down to it. */
  readonly path: string;
  readonly outlined: boolean;
}

/** What has the focus, and whether it, or what stands around it or is in it, has an outline. */
const DESCRIBE = `(() => {
  const element = document.activeElement;
  const place = (one) => one === document.body ? 'body' : place(one.parentElement) + '>' + [...one.parentElement.children].indexOf(one);
  const outlined = (one) => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) > 0;
  return {
    html: element.outerHTML.slice(0, 120),
    path: place(element),
    outlined: [element, element.parentElement, ...element.children].some(outlined),
  };
})()`;
