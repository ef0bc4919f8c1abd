/** The Portal column (row C6): what can be launched, or why nothing can. */
import { useState } from 'preact/hooks';
import type { PlatformView } from '../../../src/contract/console-api.ts';
import { Button } from '../../shared/index.ts';
import { rich, t } from '../words.ts';
import { LaunchDialog } from './launch-dialog.tsx';

type PortalProps = {
  readonly gatewayId: string;
  readonly host: string;
  readonly portal: PlatformView['portal'];
};

export function Portal({ gatewayId, host, portal }: PortalProps) {
  const { state, targetId, sentence } = portal;
  if (state === 'launch' && targetId !== undefined)
    return <Launch gatewayId={gatewayId} host={host} targetId={targetId} />;
  if (state === 'none' || sentence === undefined)
    return <span class="quiet">{t(state === 'offline' ? 'portal.offline' : 'portal.none')}</span>;
  return (
    <details class="fold">
      <summary>{t(state === 'offline' ? 'portal.offline' : 'portal.stopped')}</summary>
      <span class="quiet">{sentence}</span>
    </details>
  );
}

function Launch({ gatewayId, host, targetId }: { gatewayId: string; host: string; targetId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small icon="out" onClick={() => setOpen(true)}>
        <span>{rich('portal.launch', { host: (words) => <span class="sr">{words}</span> })}</span>
      </Button>
      <LaunchDialog
        wish={open ? { gatewayId, targetId, title: host } : undefined}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
