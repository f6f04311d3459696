import { useLayoutEffect, useState, type RefObject } from 'react';

/** What stands above the rows in what is scrolled. Pixels. */
export interface Head {
  readonly height: number;
  /** The part of it that stays in sight, and covers rows. */
  readonly pinned: number;
}

/**
 * Measures it, also when it changes. New rows begin in sight, wherever others were scrolled to before.
 *
 * @param rows whose siblings before it are there as long as it is
 */
export function useHead(rows: RefObject<HTMLElement | null>, scroller: HTMLElement): Head {
  const [head, setHead] = useState<Head>({ height: 0, pinned: 0 });
  useLayoutEffect(() => {
    const above: HTMLElement[] = [];
    let one = rows.current!.previousElementSibling;
    for (; one instanceof HTMLElement; one = one.previousElementSibling) above.push(one);
    const measured = (): Head => {
      const pinned = above
        .filter((element) => getComputedStyle(element).position === 'sticky')
        .reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
      return { height: rows.current!.offsetTop, pinned };
    };
    const { height, pinned } = measured();
    // At once: whoever goes to a row from now on must not be overtaken.
    scroller.scrollTop = Math.min(scroller.scrollTop, height - pinned);
    const observer = new ResizeObserver(() => setHead(measured()));
    for (const element of above) observer.observe(element);
    return () => observer.disconnect();
  }, [rows, scroller]);
  return head;
}
