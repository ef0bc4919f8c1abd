/** What the checks found, as text for a ticket: copied, or shown to copy by hand where the browser forbids it. */
import { useState } from 'preact/hooks';
import { Button, FailureBanner, useDoing } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';

export function HealthReport() {
  const [said, setSaid] = useState('');
  const [byHand, setByHand] = useState<string>();
  const copy = useDoing(async () => {
    setSaid('');
    const text = await gateway.healthReport();
    try {
      await navigator.clipboard.writeText(text);
      setByHand(undefined);
      setSaid('Copied.');
    } catch {
      setByHand(text);
      setSaid('This browser does not let the page copy: copy it here.');
    }
  });
  return (
    <>
      {copy.failure && <FailureBanner failure={copy.failure} level={3} />}
      <p>
        <Button small icon="copy" busy={copy.busy} busyWord="Reading…" onClick={() => void copy.run()}>
          Copy as text
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
