/** Moves the focus to the next or previous of the elements that a selector names; to the first, where none has it. */
export function stepFocus(within: HTMLElement | null, selector: string, step: 1 | -1): void {
  const elements = [...(within?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const current = elements.findIndex((element) => element.contains(document.activeElement));
  const next = current === -1 ? 0 : Math.min(Math.max(current + step, 0), elements.length - 1);
  elements[next]?.focus();
}
