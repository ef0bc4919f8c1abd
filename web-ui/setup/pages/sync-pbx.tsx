/** Set-up of an SMBC, step 2: its PBX is on the same controller, so naming it and reading it are one step (row A6). */
import { useState } from 'preact/hooks';
import { Banner, Head, useTitle } from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { stepOf } from '../steps.ts';
import { t } from '../words.ts';
import { Connected, isRead, NotConnected, useConnecting } from './connect.tsx';
import { PbxLinkForm } from './pbx.tsx';

export function SyncPbxPage() {
  useTitle(t('syncPbx.title'), t('brand'));
  const { overview } = useInside();
  const connecting = useConnecting();
  const [changing, setChanging] = useState(false);
  const change = () => setChanging(true);
  if (overview.onboarding.pbxSaved && !changing)
    return isRead(overview) ? (
      <Connected step="sync" change={change} />
    ) : (
      <NotConnected
        {...connecting}
        step="sync"
        verify={t('syncPbx.title')}
        start={t('syncPbx.start')}
        word={t('syncPbx.do')}
        change={change}
      />
    );
  return (
    <>
      <Head sentences={[t('syncPbx.title')]} lead={`${stepOf(overview, 'sync')} ${t('syncPbx.start')}.`} />
      <Banner>
        <p>{t('syncPbx.honest')}</p>
      </Banner>
      <PbxLinkForm
        step="sync"
        word={t('syncPbx.do')}
        onSaved={() => {
          setChanging(false);
          void connecting.connect.run();
        }}
      />
    </>
  );
}
