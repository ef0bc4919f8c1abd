/** What the checks found, as text for a ticket: copied, or shown to copy by hand where the browser forbids it. */
import { useState } from 'preact/hooks';
import { Button, FailureBanner, useDoing } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';

export function HealthReport() {
  const [said, setSaid] = useState('');
  const [byHand, setByHand] = useState<string>();
  const copy = useDoing(async () => {
    setSaid('');
    const text = await gateway.healthReport();
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
          {t('report.copy')}
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
