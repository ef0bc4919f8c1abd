/**
 * The bell (row C12): alarms of the gateways in sight. `Dismiss all` holds until the page is loaded anew; what is
 * binned stays away in this browser for as long as that alarm stands.
 */
import { useState } from 'preact/hooks';
import type { Attention, OverviewView } from '../../../src/contract/console-api.ts';
import { Age, Button, Icon, Link, said, useLoad } from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { t } from '../words.ts';
import { Pop } from './pop.tsx';

const KEY = 'bell.binned';
/** Older ones are of alarms that are long over. */
const MOST_BINNED = 500;

/** One standing of one alarm: raised again, it rings again. */
const keyOf = ({ gatewayId, code, at }: Attention) => `${gatewayId} ${code} ${at}`;

function readBinned(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

function bin(key: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...readBinned(), key].slice(-MOST_BINNED)));
  } catch {
    // a browser that keeps nothing: until the next load
  }
}

/** Until the next load. */
const dismissed = new Set<string>();

export function Bell() {
  const { scoped } = useInside();
  const loaded = useLoad(scoped('/api/overview'), (path, signal) => api.get<OverviewView>(path, signal));
  useChanged(['gateway'], loaded.reload);
  const [, redraw] = useState(0);
  const alarms = loaded.data?.alarms;
  if (!alarms) return null;
  const binned = new Set(readBinned());
  const shown = alarms.items.filter((one) => !binned.has(keyOf(one)) && !dismissed.has(keyOf(one)));
  if (shown.length === 0) return null;
  const more = alarms.total - alarms.items.length;
  const hide = (one: Attention, forGood: boolean) => {
    if (forGood) bin(keyOf(one));
    dismissed.add(keyOf(one));
    redraw((n) => n + 1);
  };
  return (
    <div class="bell">
      <Pop icon="bell" title={t('bell.title', { n: shown.length + more })}>
        {(close) => (
          <>
            <ul class="bell-list">
              {shown.map((one) => (
                <Ring
                  key={keyOf(one)}
                  alarm={one}
                  onSeen={close}
                  onBin={() => {
                    hide(one, true);
                    close();
                  }}
                />
              ))}
            </ul>
            {more > 0 && <p class="quiet">{t('bell.more', { n: more })}</p>}
            <Button
              small
              onClick={() => {
                for (const one of shown) hide(one, false);
                close();
              }}
            >
              {t('bell.dismissAll')}
            </Button>
          </>
        )}
      </Pop>
    </div>
  );
}

function Ring({ alarm, onSeen, onBin }: { alarm: Attention; onSeen: () => void; onBin: () => void }) {
  const { href } = useInside();
  const { gatewayId, gatewayName, account, sentence = '', at } = alarm;
  return (
    <li>
      <b>{said(sentence)}</b>
      <p class="quiet">
        {gatewayName}, {account.name} · <Age at={at} />
      </p>
      <p class="row">
        <span onClickCapture={onSeen}>
          <Link href={href(`/gateways/${gatewayId}`)}>{t('bell.details')}</Link>
        </span>
        <Button look="quiet" small onClick={onBin}>
          <Icon name="x" />
          {t('bell.bin')}
        </Button>
      </p>
    </li>
  );
}
