import { useState } from 'preact/hooks';
import { Button } from '../../shared/index.ts';
import { t } from '../words.ts';

/** A secret that is shown once, in a field that can be marked by hand where the browser does not copy. */
export function SecretOnce({
  id,
  label,
  value,
  copy,
}: {
  id: string;
  label: string;
  value: string;
  copy: string;
}) {
  const [said, setSaid] = useState('');
  const take = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(t('made.copied'));
    } catch {
      setSaid(t('made.notCopied')); // no clipboard over plain HTTP, or forbidden
    }
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="secret-once">
        <input class="input mono" id={id} readOnly value={value} onFocus={(e) => e.currentTarget.select()} />
        <Button icon="copy" onClick={() => void take()}>
          {copy}
        </Button>
      </div>
      <p class="help" role="status">
        {said}
      </p>
    </div>
  );
}
