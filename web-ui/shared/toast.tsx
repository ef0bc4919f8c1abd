/** Toasts: what was done, said once. One live region for the page; errors never come as a toast. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { Button, IconButton } from './button.tsx';
import { Shape } from './shapes.tsx';
import { t } from './shared-words.ts';

type Toast = { readonly id: number; readonly text: string; readonly undo?: (() => void) | undefined };

const STAY_MS = 8_000;
let toasts: readonly Toast[] = [];
let last = 0;
let changed: (() => void) | undefined;

function put(next: readonly Toast[]): void {
  toasts = next;
  changed?.();
}

function drop(id: number): void {
  put(toasts.filter((t) => t.id !== id));
}

/** Says that something was done. With `undo` it offers to take it back and stays twice as long. */
export function toast(text: string, undo?: () => void): void {
  last += 1;
  const id = last;
  put([...toasts.slice(-2), { id, text, undo }]);
  setTimeout(() => drop(id), undo ? 2 * STAY_MS : STAY_MS);
}

/** The region; placed once, at the end of the page. */
export function Toasts() {
  const [, redraw] = useState(0);
  // at once: what is said before the first paint would be lost
  useLayoutEffect(() => {
    const mine = () => redraw((n) => n + 1);
    changed = mine;
    return () => {
      // the region of the next frame may be there before this one goes
      if (changed === mine) changed = undefined;
    };
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
          <span class="is-ok">
            <Shape name="ok" />
          </span>
          <span>{text}</span>
          {undo ? (
            <Button
              look="quiet"
              small
              onClick={() => {
                undo();
                drop(id);
              }}
            >
              {t('toast.undo')}
            </Button>
          ) : (
            <IconButton icon="x" label={t('toast.close')} onClick={() => drop(id)} />
          )}
        </div>
      ))}
    </div>
  );
}
