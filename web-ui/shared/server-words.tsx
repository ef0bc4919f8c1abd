/** What a server says, drawn: see server-sayings.ts. */
import { meaningOf, translated } from './server-sayings.ts';
import { language } from './words.ts';

/** A sentence of the server. `code`: the row of a table that it says more exactly. */
export function Said({ text, code }: { text: string; code?: string | undefined }) {
  const own = translated(text);
  if (own !== undefined || language() === 'en') return <>{own ?? text}</>;
  const meaning = code && meaningOf(code);
  return (
    <>
      {meaning && `${meaning} `}
      <span lang="en">{text}</span>
    </>
  );
}
