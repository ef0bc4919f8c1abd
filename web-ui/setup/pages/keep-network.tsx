/** What the link to the new address opens: somebody who reaches the gateway there may keep its network settings. */
import { useState } from 'preact/hooks';
import { Button, FailureBanner, Head, useDoing, useTitle } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { dropKeepCode } from '../parts/network/keep-code.ts';
import { OuterPage } from '../parts/outer-page.tsx';
import { t } from '../words.ts';

export function KeepNetworkPage({ code, onDone }: { code: string; onDone: () => void }) {
  useTitle(t('keep.title'), t('brand'));
  const [kept, setKept] = useState(false);
  const keep = useDoing(async () => {
    await gateway.keepNetwork(code);
    dropKeepCode();
    setKept(true);
  });
  const leave = () => {
    dropKeepCode();
    onDone();
  };
  if (kept)
    return (
      <OuterPage>
        <Head sentences={[t('keep.done')]} lead={t('keep.doneLead')} />
        <p role="status">
          <Button look="primary" onClick={leave}>
            {t('keep.signIn')}
          </Button>
        </p>
      </OuterPage>
    );
  return (
    <OuterPage>
      <Head sentences={[t('keep.head'), t('keep.ask')]} lead={t('keep.lead')} />
      {keep.failure && <FailureBanner failure={keep.failure} title={t('net.notKept')} focus />}
      <p class="row">
        <Button look="primary" busy={keep.busy} busyWord={t('net.keeping')} onClick={() => void keep.run()}>
          {t('net.keep')}
        </Button>
        <Button look="quiet" onClick={leave}>
          {t('keep.signIn')}
        </Button>
      </p>
    </OuterPage>
  );
}
