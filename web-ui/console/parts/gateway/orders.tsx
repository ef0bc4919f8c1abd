/** Orders to a gateway: given here, followed live, and kept with who gave them and how they ended. */
import { useState } from 'preact/hooks';
import { WAITS_FOR_CONSENT } from '../../../../src/contract/consent-words.ts';
import type { CommandView, GatewayView } from '../../../../src/contract/console-api.ts';
import {
  Age,
  Button,
  ConfirmDialog,
  clockTime,
  Empty,
  FailureBanner,
  FailureWords,
  now,
  type Paged,
  PagedTable,
  type PageOf,
  Said,
  Section,
  State,
  type StateKind,
  type Step,
  Steps,
  said,
  toast,
  useDoing,
  usePaged,
  withQuery,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useChanged } from '../../inside.ts';
import type { Why } from '../../launch.ts';
import { rich, t } from '../../words.ts';
import { useWhy, WhyFields } from '../why-fields.tsx';
import { ResultButton } from './result.tsx';

export type OrderList = Paged<CommandView>;

/** The orders of a gateway, newest first; read again whenever one of them moves. */
export function useOrders(gatewayId: string): OrderList {
  const path = `/api/gateways/${encodeURIComponent(gatewayId)}/commands`;
  const list = usePaged(path, (after, signal) =>
    api.get<PageOf<CommandView>>(withQuery(path, { after, limit: 20 }), signal),
  );
  useChanged(['command'], list.reload);
  return list;
}

/** Orders that act at once, in the words of the contract's table of commands. */
const PLAIN = [
  ['sync.run', 'g.order.sync'],
  ['inventory.report', 'g.order.inventory'],
  ['pbx.test', 'g.order.pbxTest'],
] as const;
/** Looks at the customer's data: the customer is told why, and may be asked first. */
const LOOK = 'logs.collect';
/** Orders that interrupt something: asked first. */
const ASKED = ['restart', 'reboot'] as const;
type Asked = (typeof ASKED)[number];
type OrderName = (typeof PLAIN)[number][0] | Asked | typeof LOOK;

const OPEN: readonly CommandView['state'][] = ['waiting', 'sent', 'running'];

export function Orders({ gateway, orders }: { gateway: GatewayView; orders: OrderList }) {
  const [asking, setAsking] = useState<Asked>();
  const [looking, setLooking] = useState(false);
  const give = async (name: OrderName, why: Partial<Why> = {}) => {
    const order = { name, ...why };
    const { title } = await api.post<CommandView>(`/api/gateways/${gateway.id}/commands`, order);
    toast(t('g.order.ordered', { title: said(title) }));
    orders.reload();
  };
  const plain = useDoing(give);
  const running = orders.items.filter((order) => OPEN.includes(order.state));
  return (
    <Section title={t('g.orders')} {...(running.length > 0 && { aside: t('g.orders.note') })}>
      <div class="row ruled">
        {PLAIN.map(([name, key]) => (
          <Button small key={name} disabled={plain.busy} onClick={() => void plain.run(name)}>
            {t(key)}
          </Button>
        ))}
        <Button small onClick={() => setLooking(true)}>
          {t('g.order.logs')}
        </Button>
        {ASKED.map((name) => (
          <Button small look="danger" key={name} onClick={() => setAsking(name)}>
            {t(`g.order.${name}`)}
          </Button>
        ))}
      </div>
      {plain.failure && <FailureBanner failure={plain.failure} level={3} />}
      {running.length > 0 && <Steps steps={running.map(stepOf)} />}
      {looking && <LookDialog onClose={() => setLooking(false)} onGive={(why) => give(LOOK, why)} />}
      {asking && (
        <ConfirmDialog
          open
          title={t(`g.order.${asking}Title`)}
          yes={t('g.yes')}
          no={t('g.no')}
          danger
          onClose={() => setAsking(undefined)}
          onYes={() => give(asking)}
        >
          <p class="small">{t(`g.order.${asking}What`)}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

/** Why the logs are wanted; the site may be asked before they are given. */
function LookDialog(props: { onClose: () => void; onGive: (why: Partial<Why>) => Promise<void> }) {
  const { onClose, onGive } = props;
  const why = useWhy();
  return (
    <ConfirmDialog
      open
      title={t('g.order.logsTitle')}
      yes={t('g.order.logs')}
      ready={why.isReady}
      onClose={onClose}
      onYes={() => onGive({ reason: why.reason, ...(why.ticket === '' ? {} : { ticket: why.ticket }) })}
    >
      <p class="small">{t('g.order.logsWhat')}</p>
      <WhyFields why={why} />
    </ConfirmDialog>
  );
}

/** An order on its way, with the gateway's own sentence and count. */
function stepOf(order: CommandView): Step {
  const { id, title, state, percent, sentence, issuedAt } = order;
  // nothing is done of it while somebody on site is asked
  const waits = state === 'running' && sentence === WAITS_FOR_CONSENT;
  const running = state === 'running' && !waits;
  return {
    key: id,
    shape: running ? 'busy' : 'stale',
    title: said(title),
    strong: true,
    aside: waits ? (
      <Withdraw order={order} />
    ) : running && percent !== undefined ? (
      t('g.percent', { n: percent })
    ) : (
      <Age at={issuedAt} form="for" />
    ),
    note: sentence === undefined ? t(`g.state.${state}`) : said(sentence),
    ...(running && {
      progress: { done: percent ?? 0, total: percent === undefined ? undefined : 100, label: said(title) },
    }),
  };
}

/** Nobody needs to be asked any more. */
function Withdraw({ order: { id, title, issuedAt } }: { order: CommandView }) {
  const cancel = useDoing(async () => {
    await api.post(`/api/commands/${id}/withdraw`);
    toast(t('launch.cancelled'));
  });
  return (
    <span class="row end">
      <Age at={issuedAt} form="for" />
      <Button small busy={cancel.busy} onClick={() => void cancel.run()}>
        {t('launch.cancel')}
        <span class="sr"> {said(title)}</span>
      </Button>
      {cancel.failure && (
        <span class="error">
          <FailureWords failure={cancel.failure} part="sentence" />
        </span>
      )}
    </span>
  );
}

const KIND: Record<CommandView['state'], StateKind> = {
  waiting: 'stale',
  sent: 'busy',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  unknown: 'unknown',
  expired: 'warn',
};

export function OrderHistory({ orders }: { orders: OrderList }) {
  return (
    <Section title={t('g.history')}>
      <PagedTable
        caption={t('g.history')}
        list={orders}
        tall={false}
        rowKey={(order) => order.id}
        empty={
          <Empty icon="history" title={t('g.history.empty')}>
            <p>{t('g.history.emptyWhy')}</p>
          </Empty>
        }
        columns={[
          { key: 'order', title: t('g.history.order'), header: true, cell: (order) => said(order.title) },
          { key: 'by', title: t('g.history.by'), cell: (order) => order.issuedBy },
          { key: 'at', title: t('g.history.at'), cell: (order) => clockTime(order.issuedAt, now()) },
          { key: 'result', title: t('g.history.result'), cell: (order) => <Result order={order} /> },
          {
            key: 'act',
            title: t('g.history.act'),
            action: true,
            cell: (order) => <ResultButton order={order} />,
          },
        ]}
      />
    </Section>
  );
}

function Result({ order }: { order: CommandView }) {
  const { state, endedAt, error, sentence } = order;
  return (
    <div class="result">
      <State kind={KIND[state]} word={t(`g.state.${state}`)} at={endedAt} />
      {error ? (
        <>
          <p class="small">
            <Said text={error.sentence} />
          </p>
          <p class="small">
            {rich('g.alarms.todo', { remedy: said(error.remedy), b: (words) => <b>{words}</b> })}
          </p>
          <p class="small quiet">
            {rich('g.code', { code: error.code, c: (words) => <code>{words}</code> })}
          </p>
        </>
      ) : (
        <p class="small quiet">{sentence === undefined ? reasonOf(state) : said(sentence)}</p>
      )}
    </div>
  );
}

function reasonOf(state: CommandView['state']): string {
  if (state === 'expired') return t('g.state.expiredWhy');
  return state === 'unknown' ? t('g.state.unknownWhy') : '';
}
