/** Icons: one stroke weight, 20 px, always beside a word. */
import type { JSX } from 'preact';

const PATHS = {
  bell: <path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3" />,
  check: <path d="M4 10.5l4 4 8-9" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.5l3 1.5" />
    </>
  ),
  cloud: <path d="M5.8 15.5a3.8 3.8 0 0 1-.5-7.5 5 5 0 0 1 9.5.8 3.4 3.4 0 0 1-.4 6.7z" />,
  columns: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="2" />
      <path d="M8 4v12M12.5 4v12" />
    </>
  ),
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
      <path d="M4 12.5V5a1.5 1.5 0 0 1 1.5-1.5h7" />
    </>
  ),
  dash: <path d="M3 12.5a7 7 0 0 1 14 0M10 12.5l3-4M3.5 16h13" />,
  down: <path d="M5 8l5 5 5-5" />,
  download: <path d="M10 3.5v9M6 9l4 4 4-4M4 16.5h12" />,
  eye: (
    <>
      <path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z" />
      <circle cx="10" cy="10" r="2.3" />
    </>
  ),
  filter: <path d="M3 5h14M6 10h8M8.5 15h3" />,
  gateway: (
    <>
      <rect x="2.5" y="6" width="15" height="8" rx="2" />
      <path d="M6 11h.01M9 11h.01M12.5 9.5h2.5M5 14v2M15 14v2M10 6V3.5" />
    </>
  ),
  gear: (
    <>
      <circle cx="10" cy="10" r="2.6" />
      <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M15.3 4.7l-1.4 1.4M6.1 13.9l-1.4 1.4" />
    </>
  ),
  grip: <path d="M4 7.5h12M4 12.5h12" />,
  held: (
    <path d="M4 3.5h12M4 16.5h12M5.5 3.5c0 4 3 4.5 3 6.5s-3 2.5-3 6.5M14.5 3.5c0 4-3 4.5-3 6.5s3 2.5 3 6.5" />
  ),
  history: <path d="M3.5 10a6.5 6.5 0 1 1 2 4.7M3.5 16v-3.5H7M10 6.5V10l2.5 1.5" />,
  home: <path d="M3 9.5L10 3.5l7 6M5 8v8.5h10V8M8.5 16.5v-5h3v5" />,
  key: (
    <>
      <circle cx="7" cy="13" r="3.5" />
      <path d="M9.5 10.5L16.5 3.5M13.5 6.5l2 2" />
    </>
  ),
  log: <path d="M5 3h7l4 4v10H5zM12 3v4h4M8 11h5M8 14h5" />,
  menu: <path d="M3 5.5h14M3 10h14M3 14.5h14" />,
  out: <path d="M8 4H4v12h12v-4M11 3.5h5.5V9M16.5 3.5L9.5 10.5" />,
  plus: <path d="M10 4v12M4 10h12" />,
  refresh: <path d="M16 8a6.3 6.3 0 0 0-11.5-1.5M4 12a6.3 6.3 0 0 0 11.5 1.5M4.5 3v3.5H8M15.5 17v-3.5H12" />,
  search: (
    <>
      <circle cx="9" cy="9" r="5.5" />
      <path d="M13 13l4 4" />
    </>
  ),
  setup: (
    <>
      <path d="M4 5h6M14 5h2M4 10h2M10 10h6M4 15h8M16 15h0" />
      <circle cx="12" cy="5" r="2" />
      <circle cx="8" cy="10" r="2" />
      <circle cx="14" cy="15" r="2" />
    </>
  ),
  site: <path d="M3 16.5h14M4.5 16.5v-12h7v12M11.5 8.5h4v8M7 7.5h2M7 10.5h2M7 13.5h2" />,
  sort: <path d="M10 4v12M6 12l4 4 4-4" />,
  sortUp: <path d="M10 16V4M6 8l4-4 4 4" />,
  stack: <path d="M10 3l7 3.5-7 3.5-7-3.5zM3 10l7 3.5 7-3.5M3 13.5L10 17l7-3.5" />,
  tag: <path d="M3 3.5h6.5l7.5 7.5-6 6L3 9.5zM6.5 7h.01" />,
  theme: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor" />
    </>
  ),
  tunnel: <path d="M2.5 16V10a7.5 7.5 0 0 1 15 0v6M6.5 16v-5.5a3.5 3.5 0 0 1 7 0V16M2 16h16" />,
  users: (
    <>
      <circle cx="7.5" cy="7" r="3" />
      <path d="M2.5 16c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5M13 4.3a3 3 0 0 1 0 5.4M14.5 12c1.8.5 3 2 3 4" />
    </>
  ),
  x: <path d="M5 5l10 10M15 5L5 15" />,
} satisfies Record<string, JSX.Element>;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

/** An icon beside its word; hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}
