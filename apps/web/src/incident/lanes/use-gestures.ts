import { useEffect, useEffectEvent, useRef, useState, type PointerEvent } from 'react';

/** What hands do to a picture; places are pixels from its left edge. */
export interface Gestures {
  readonly onPoint: (at: number) => void;
  readonly onBrush: (from: number, to: number) => void;
  /** @returns whether that changed what is seen */
  readonly onZoom: (factor: number, at: number) => boolean;
  /** @param by parts of the width */
  readonly onPan: (by: number) => void;
}

/** A hand that moves less means a point. */
const STILL = 4;
/** Of a wheel that counts lines. */
const LINE = 16;
const ZOOM_PER_PIXEL = 0.002;

const placeOf = (event: PointerEvent<Element>) =>
  event.clientX - event.currentTarget.getBoundingClientRect().left;

/**
 * One finger or the mouse points or brushes, two fingers zoom; a wheel zooms, sideways it moves along. Where there is
 * nothing to zoom out of, the wheel scrolls the page as elsewhere.
 */
export function useGestures({ onPoint, onBrush, onZoom, onPan }: Gestures) {
  const [element, ref] = useState<SVGSVGElement | null>(null);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number }>();
  const hands = useRef(new Map<number, number>());

  const turn = useEffectEvent((event: WheelEvent) => {
    const { left, width } = element!.getBoundingClientRect();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const [x, y] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    const sideways = Math.abs(x) > Math.abs(y);
    if (sideways) onPan((x * unit) / width);
    const changed = sideways || onZoom(Math.exp(y * unit * ZOOM_PER_PIXEL), event.clientX - left);
    if (changed || event.ctrlKey) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: WheelEvent) => turn(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [element]);

  const handlers = {
    onPointerDown(event: PointerEvent<SVGSVGElement>) {
      if (event.button !== 0) return;
      hands.current.set(event.pointerId, placeOf(event));
      const at = placeOf(event);
      setBrush(hands.current.size === 1 ? { from: at, to: at } : undefined);
    },
    onPointerMove(event: PointerEvent<SVGSVGElement>) {
      const before = hands.current.get(event.pointerId);
      if (before === undefined) return;
      const at = placeOf(event);
      if (hands.current.size === 1) {
        if (!brush || Math.abs(at - brush.from) <= STILL) return;
        // Only now, or what is under the hand would not be clicked.
        event.currentTarget.setPointerCapture(event.pointerId);
        setBrush({ ...brush, to: at });
        return;
      }
      hands.current.set(event.pointerId, at);
      const [other] = [...hands.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const [was, is] = [Math.abs(before - other!), Math.abs(at - other!)];
      if (was > 0 && is > 0) onZoom(was / is, (at + other!) / 2);
    },
    onPointerUp(event: PointerEvent<SVGSVGElement>) {
      const known = hands.current.delete(event.pointerId);
      setBrush(undefined);
      if (!known || !brush) return;
      if (brush.to !== brush.from) onBrush(brush.from, brush.to);
      else if (!(event.target as Element).closest('[role=button]')) onPoint(brush.from);
    },
    onPointerCancel(event: PointerEvent<SVGSVGElement>) {
      hands.current.delete(event.pointerId);
      setBrush(undefined);
    },
  };
  return { ref, handlers, brush: brush && brush.to !== brush.from ? brush : undefined };
}
