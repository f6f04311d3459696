import { useEffect, useEffectEvent } from 'react';
import { tinykeys } from 'tinykeys';

/** By key, or keys one after the other: `j`, `Shift+G`, `g i`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Keys that work anywhere on the page but where somebody writes or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const keys = Object.keys(shortcuts).join(' | ');
  const press = useEffectEvent((key: string, event: KeyboardEvent) => {
    if (isWriting(event.target) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    shortcuts[key]?.(event);
  });
  useEffect(
    () =>
      tinykeys(
        window,
        Object.fromEntries(
          keys.split(' | ').map((key) => [key, (event: KeyboardEvent) => press(key, event)]),
        ),
      ),
    [keys],
  );
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
