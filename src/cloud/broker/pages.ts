/** The few pages of the launch host itself: why the application cannot be shown, and what to do. */
import { createHash } from 'node:crypto';
import type { Problem } from '../../contract/common.ts';

/** The way of a request. `at`: where it ended. */
export const LEGS = ['Cloud', 'Tunnel', 'Gateway', 'Target'] as const;
export type Leg = (typeof LEGS)[number];

const STYLE = `
:root { color-scheme: light dark; --ink: #17202b; --soft: #56616f; --line: #d5dbe2; --back: #fff; --bad: #b3261e; --good: #1c6b3c }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaef; --soft: #a2adba; --line: #38424e; --back: #14191f; --bad: #ff8a80; --good: #7fd6a2 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); margin: 0; padding: 40px 24px }
main { max-width: 40rem; margin: 0 auto }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 12px }
ol { list-style: none; padding: 0; margin: 24px 0; border-top: 1px solid var(--line) }
li { display: flex; gap: 12px; padding: 8px 0; border-bottom: 1px solid var(--line) }
li b { flex: 1; font-weight: 400 }
.reached { color: var(--good) } .failed { color: var(--bad); font-weight: 600 } .unknown, small { color: var(--soft) }
`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The legs as a list: reached, failed, and (behind the failure) not known. */
function legs(at: Leg): string {
  const place = LEGS.indexOf(at);
  const rows = LEGS.map((leg, i) => {
    const [name, shape, word] =
      i < place
        ? ['reached', '●', 'reached']
        : i === place
          ? ['failed', '▲', 'stopped here']
          : ['unknown', '○', 'not asked'];
    return `<li class="${name}"><span aria-hidden="true">${shape}</span><b>${leg}</b> ${word}</li>`;
  });
  return `<ol aria-label="The way of this request">${rows.join('')}</ol>`;
}

/** What happened, where on the way, and what to do. */
export function faultPage(problem: Problem, leg: Leg | undefined): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(problem.title)}</title><style>${STYLE}</style>
<main><h1>${escaped(problem.title)}</h1><p>${escaped(problem.remedy)}</p>
${leg ? legs(leg) : ''}<small>${escaped(problem.code)}</small></main></html>
`;
}
