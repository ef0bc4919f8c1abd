/** A text that is read when it is asked for: copied, or shown to copy by hand where the browser forbids it. */
import { useState } from 'preact/hooks';
import { Button, FailureBanner, useDoing } from '../../shared/index.ts';
import { t } from '../words.ts';

export type CopyTextProps = {
  /** Of the button. */
  readonly words: string;
  readonly read: () => Promise<string>;
};

export function CopyText({ words, read }: CopyTextProps) {
  const [said, setSaid] = useState('');
  const [byHand, setByHand] = useState<string>();
  const copy = useDoing(async () => {
    setSaid('');
    const text = await read();
    try {
      await navigator.clipboard.writeText(text);
      setByHand(undefined);
      setSaid(t('report.copied'));
    } catch {
      setByHand(text);
      setSaid(t('report.byHand'));
    }
  });
  return (
    <>
      {copy.failure && <FailureBanner failure={copy.failure} level={3} />}
      <p>
        <Button
          small
          icon="copy"
          busy={copy.busy}
          busyWord={t('report.reading')}
          onClick={() => void copy.run()}
        >
          {words}
        </Button>{' '}
        <span class="small quiet" role="status">
          {said}
        </span>
      </p>
      {byHand !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="raw" tabIndex={0}>
          {byHand}
        </pre>
      )}
    </>
  );
}
