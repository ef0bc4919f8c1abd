/**
 * The shapes of states: the same nine everywhere, told apart without colour. Shapes say what is; icons
 * (icons.tsx) say what something does.
 */
import type { JSX } from 'preact';

const RING = 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM8 2.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8z';
const BOX =
  'M3.5 1h9A2.5 2.5 0 0 1 15 3.5v9a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 1 12.5v-9A2.5 2.5 0 0 1 3.5 1z';

function Solid({ d }: { d: string }) {
  return <path fill-rule="evenodd" d={d} />;
}

const PATHS = {
  ok: <Solid d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM4.2 8.3l1.2-1.2 1.7 1.7 3.5-3.6 1.2 1.2-4.7 4.8z" />,
  warn: (
    <Solid d="M8 1.2c.4 0 .7.2.9.5l6.3 11.3c.4.7-.1 1.5-.9 1.5H1.7c-.8 0-1.3-.8-.9-1.5L7.1 1.7c.2-.3.5-.5.9-.5zM7.2 5.5v4.7h1.6V5.5zM7.2 11.3v1.6h1.6v-1.6z" />
  ),
  bad: (
    <Solid d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM5.1 6.3L6.8 8 5.1 9.7l1.2 1.2L8 9.2l1.7 1.7 1.2-1.2L9.2 8l1.7-1.7-1.2-1.2L8 6.8 6.3 5.1z" />
  ),
  off: (
    <>
      <Solid d={RING} />
      <path d="M5 7.1h6v1.8H5z" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.1"
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        stroke-dasharray="2.7 2.09"
      />
      <path d="M7.2 10.9h1.6v1.5H7.2zM8 3.6c1.6 0 2.6.9 2.6 2.2 0 1.9-1.8 1.9-1.8 3.4H7.2c0-2.1 1.7-2.3 1.7-3.3 0-.5-.4-.8-.9-.8s-.9.3-1 1L5.4 5.9C5.5 4.5 6.5 3.6 8 3.6z" />
    </>
  ),
  stale: (
    <>
      <Solid d={RING} />
      <path d="M7.2 4.2h1.6v3.5l2.3 1.5-.8 1.3-3.1-2z" />
    </>
  ),
  busy: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" opacity=".3" />
      <path
        d="M8 2a6 6 0 1 1-5.2 3"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
      />
    </>
  ),
  add: <Solid d={`${BOX}M7.2 4.2v3H4.2v1.6h3v3h1.6v-3h3V7.2h-3v-3z`} />,
  edit: <Solid d={`${BOX}M4.2 5.2v1.6h7.6V5.2zM4.2 9.2v1.6h7.6V9.2z`} />,
  del: <Solid d={`${BOX}M4.2 7.2v1.6h7.6V7.2z`} />,
  info: <Solid d={`${BOX}M7.2 3.8v1.6h1.6V3.8zM7.2 6.8v5.4h1.6V6.8z`} />,
  todo: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" />,
  here: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" />
      <circle cx="8" cy="8" r="3" />
    </>
  ),
} satisfies Record<string, JSX.Element>;

/** Names of the shapes. */
export type ShapeName = keyof typeof PATHS;

/** A shape beside its word; it is hidden from assistive technology because the word says the same. */
export function Shape({ name, class: extra }: { name: ShapeName; class?: string | undefined }) {
  return (
    <svg class={extra ? `shape ${extra}` : 'shape'} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}
