import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What of that which a tab shows keeps somebody out, as axe-core finds it, contrast included. The script is run by the
 * debugger's own door: the page's policy lets none in.
 *
 * @param within a selector; by default the whole document
 */
export async function barriersOn(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(`axe.run(${JSON.stringify(within)})`)) as axe.AxeResults;
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html} ${failureSummary}`),
  );
}
