/** Facts: names and values, and the button that copies one. */
import { type ComponentChildren, Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { groups } from './format.ts';
import { t } from './shared-words.ts';

/** A row of facts: `[name, value]`; rows without a value are left out. */
export type Fact = readonly [name: ComponentChildren, value: ComponentChildren];

/** A list of facts. `stack`: the value under its name, for narrow panels. */
export function Facts({ rows, stack }: { rows: readonly (Fact | false | undefined)[]; stack?: boolean }) {
  return (
    <dl class={stack ? 'facts stack' : 'facts'}>
      {rows.map(
        (row) =>
          row && (
            <Fragment key={String(row[0])}>
              <dt>{row[0]}</dt>
              <dd>{row[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}

/** Copies a text; says so in place, to everybody. Where the browser forbids it (plain HTTP), it is not offered. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState<'' | 'copy.done' | 'copy.forbidden'>('');
  if (!navigator.clipboard) return null;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setSaid('copy.done'),
      () => setSaid('copy.forbidden'),
    );
    setTimeout(() => setSaid(''), 3000);
  };
  return (
    <>
      <IconButton
        mini
        icon={said === 'copy.done' ? 'check' : 'copy'}
        label={t('copy.what', { what })}
        onClick={copy}
      />
      <span class="small quiet" role="status">
        {said && t(said)}
      </span>
    </>
  );
}

/** A fingerprint in groups of four, to compare by eye. */
export function Fingerprint({ value, size = 4 }: { value: string; size?: number }) {
  return (
    <span class="fp">
      {groups(value, size).map((group, i) => (
        <span key={i}>{group}</span>
      ))}
    </span>
  );
}
