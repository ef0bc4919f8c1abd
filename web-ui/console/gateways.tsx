import { useState } from 'preact/hooks';
import type { CommandView, GatewayView, LaunchTicket } from '../../src/contract/console-api.ts';
import { type Failure, failureOf } from '../shared/api.ts';
import { FailureBanner, Loading } from '../shared/banner.tsx';
import { useLoad } from '../shared/load.ts';
import { State } from '../shared/state.tsx';
import { toast } from '../shared/toast.tsx';
import { api } from './api.ts';

const ORDERS = [
  ['sync.run', 'Sync now'],
  ['inventory.report', 'Report the inventory'],
  ['logs.collect', 'Collect logs'],
  ['restart', 'Restart'],
] as const;

/** The token goes in a posted form, so that it stands in no address, history or log. */
function postTicket({ url, token }: LaunchTicket): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  form.target = '_blank';
  form.rel = 'noopener';
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = 'token';
  input.value = token;
  form.append(input);
  document.body.append(form);
  form.submit();
  form.remove();
}

function GatewaySection({
  gateway,
  onFailure,
}: {
  gateway: GatewayView;
  onFailure: (failure: Failure) => void;
}) {
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      onFailure(failureOf(thrown));
    }
  };
  const launch = (targetId: string) =>
    attempt(async () =>
      postTicket(await api.post<LaunchTicket>(`/api/gateways/${gateway.id}/launch`, { targetId })),
    );
  const order = (name: string) =>
    attempt(async () => {
      const command = await api.post<CommandView>(`/api/gateways/${gateway.id}/commands`, { name });
      toast(`${command.title}: ordered.`);
    });
  return (
    <section class="section">
      <div class="section-head">
        <h2>{gateway.name}</h2>
        <p>
          {gateway.account.name}, {gateway.account.number}
        </p>
      </div>
      <div class="row">
        <State
          kind={gateway.online ? 'ok' : 'off'}
          word={gateway.online ? 'Online' : 'Offline'}
          at={gateway.since}
        />
        <span class="small">
          {gateway.integrationStatus} · {gateway.users} users · version {gateway.version}
        </span>
      </div>
      <div class="row">
        {ORDERS.map(([name, title]) => (
          <button class="btn s" type="button" key={name} onClick={() => void order(name)}>
            {title}
          </button>
        ))}
      </div>
      <div class="table-wrap">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Component</th>
              <th scope="col">Tunnel</th>
              <th scope="col">Status</th>
              <th scope="col">Portal</th>
            </tr>
          </thead>
          <tbody>
            {gateway.targets.map((t) => (
              <tr key={t.id}>
                <th scope="row">{t.component}</th>
                <td>{t.tunnel}</td>
                <td>{t.state}</td>
                <td>
                  {t.use === 'browser' && t.state === 'started' && gateway.online ? (
                    <button class="btn s" type="button" onClick={() => void launch(t.id)}>
                      Launch
                    </button>
                  ) : (
                    <span class="quiet">
                      {t.use === 'service'
                        ? 'No web page'
                        : gateway.online
                          ? 'Tunnel stopped'
                          : 'Gateway offline'}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Gateways() {
  const [failure, setFailure] = useState<Failure>();
  const list = useLoad('/api/gateways?limit=100', (path, signal) =>
    api.get<{ items: GatewayView[]; total: number }>(path, signal),
  );
  if (!list.data)
    return list.failure ? <FailureBanner failure={list.failure} /> : <Loading>Reading the gateways</Loading>;
  const { items, total } = list.data;
  const online = items.filter((g) => g.online).length;
  return (
    <>
      <h1>
        {total === 0
          ? 'No gateway detected. Link one.'
          : `${total === 1 ? '1 gateway' : `${total} gateways`}. ${online} online.`}
      </h1>
      <div class="row">
        <a class="btn" href="/link">
          Add Gateway
        </a>
        <button class="btn" type="button" onClick={list.reload}>
          Refresh
        </button>
      </div>
      {failure && <FailureBanner failure={failure} />}
      {items.map((gateway) => (
        <GatewaySection key={gateway.id} gateway={gateway} onFailure={setFailure} />
      ))}
    </>
  );
}
