/** The live channels of gateways, by WebSocket or long poll: who is there, what is sent, what comes back. */
import type { Clock } from '../../../base/clock.ts';
import type { CLOSE_CODE, CloudMessage, GatewayMessage } from '../../../contract/channel.ts';
import type { GatewayStatus } from '../../../contract/status.ts';
import type { Live } from '../../core/live.ts';
import type { Command, Gateway } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { AccountStore, CommandStore, GatewayStore } from '../../core/ports/stores.ts';
import { byOwnClock } from '../../core/tunnel-facts.ts';
import { tellHistory } from './history.ts';
import type { MemoryArgs } from './memory-args.ts';
import { acknowledged, ended, lost, progressed, UNHEARD } from './progress.ts';

/** One way to a gateway; sending never waits and never throws. */
export type Connection = {
  readonly transport: 'websocket' | 'poll';
  send(message: CloudMessage): void;
  close(why: keyof typeof CLOSE_CODE): void;
};

/** An unacknowledged command is sent again on a live channel after this time. */
const RESEND_MS = 30_000;
const TIME_MS = 60_000;
/** A gateway that took an order up and says no more of it is not waited for longer than this behind its time. */
const RUNNING_MS = 24 * 3_600_000;

type Attached = { readonly connection: Connection; readonly sent: Map<string, number>; timeToldAt: number };

export type Channels = {
  /** The newest channel replaces an older one. Sends `welcome`, then everything that waits. */
  attach(gateway: Gateway, connection: Connection): Promise<void>;
  /** The channel has ended by itself. */
  detach(gatewayId: string, connection: Connection): Promise<void>;
  receive(gateway: Gateway, message: GatewayMessage): Promise<void>;
  /** Sends what waits for a gateway, if it is connected. */
  deliver(gatewayId: string): Promise<void>;
  /** Sends a message that nobody stores; false when the gateway is not connected. */
  tell(gatewayId: string, message: CloudMessage): boolean;
  close(gatewayId: string, why: keyof typeof CLOSE_CODE): Promise<void>;
  /** Every few seconds: expires commands, repeats unacknowledged ones, tells the time. */
  sweep(): Promise<void>;
  /** Ends all channels without a reason of ours: the gateways come back. */
  stop(): Promise<void>;
};

export function createChannels(deps: {
  readonly stores: {
    readonly commands: CommandStore;
    readonly gateways: GatewayStore;
    readonly accounts: AccountStore;
  };
  readonly memoryArgs: MemoryArgs;
  readonly clock: Clock;
  readonly live: Live;
  readonly audit: Audit;
  /** Keeps what a status says of the access log. */
  readonly accessHeads: { take(gateway: Gateway, said: GatewayStatus['accessLog']): Promise<void> };
  /** A gateway says that it obeys the order to reset; it was told that this is stored. */
  readonly onReset: (gatewayId: string) => Promise<void>;
  /** What a status says of sessions that ended at the gateway. */
  readonly sessionsEnded: (
    gatewayId: string,
    ends: NonNullable<GatewayStatus['sessionsEnded']>,
  ) => Promise<void>;
}): Channels {
  const { stores, memoryArgs, clock, live, accessHeads } = deps;
  const attached = new Map<string, Attached>();

  const changed = (command: Pick<Command, 'id' | 'accountId'>) =>
    live.tell({ kind: 'command', id: command.id, accountId: command.accountId });

  const isDue = (channel: Attached, command: Command) => {
    if (command.state === 'waiting' && command.expiresAt <= clock.now()) return false;
    const sentAt = channel.sent.get(command.id);
    if (sentAt === undefined) return true;
    return command.state === 'sent' && clock.monotonic() - sentAt >= RESEND_MS;
  };

  const noteEnd = async (command: Command) => {
    memoryArgs.forget(command.id);
    const gateway =
      (await stores.gateways.byId(command.gatewayId)) ??
      (await stores.gateways.unlinkedById(command.gatewayId));
    await tellHistory(deps.audit, command, gateway?.name ?? command.gatewayId, command.state);
  };

  const change = async (command: Command, patch: Partial<Command>) => {
    await stores.commands.update(command.id, patch);
    if (patch.endedAt !== undefined) await noteEnd({ ...command, ...patch });
    changed(command);
  };

  const send = async (channel: Attached, command: Command) => {
    const args = memoryArgs.join(command);
    if (!args) return change(command, lost(clock.now()));
    channel.sent.set(command.id, clock.monotonic());
    channel.connection.send(messageOf({ ...command, args }));
    if (command.state !== 'waiting') return;
    await change(command, { state: 'sent', sentAt: clock.now() });
  };

  const deliver = async (gatewayId: string) => {
    const channel = attached.get(gatewayId);
    if (!channel) return;
    for (const command of await stores.commands.open(gatewayId)) {
      if (attached.get(gatewayId) !== channel) return;
      if (isDue(channel, command)) await send(channel, command);
    }
  };

  const forget = async (gatewayId: string) => {
    attached.delete(gatewayId);
    await stores.gateways.setPresence(gatewayId, { online: false, since: clock.now() });
    const gateway = await stores.gateways.byId(gatewayId);
    if (gateway) live.tell({ kind: 'gateway', id: gatewayId, accountId: gateway.accountId });
  };

  /** What may have ended while the channel was being opened, after its token was looked at. */
  const endOf = async (gateway: Gateway): Promise<'unlinked' | 'deactivated' | undefined> => {
    if (!(await stores.gateways.byId(gateway.id))) return 'unlinked';
    const account = await stores.accounts.byId(gateway.accountId);
    return account?.state === 'active' || account?.deletedAt !== undefined ? undefined : 'deactivated';
  };

  const close: Channels['close'] = async (gatewayId, why) => {
    const channel = attached.get(gatewayId);
    if (!channel) return;
    channel.connection.close(why);
    await forget(gatewayId);
  };

  const onCommandMessage = async (gateway: Gateway, message: Exclude<GatewayMessage, { type: 'status' }>) => {
    const command = await stores.commands.byId(message.id);
    const mine = command?.gatewayId === gateway.id ? command : undefined;
    if (mine) {
      const patch =
        message.type === 'ack'
          ? acknowledged(mine)
          : message.type === 'progress'
            ? progressed(mine, message)
            : ended(mine, message.result, clock.now());
      if (patch) await change(mine, patch);
    }
    // also for an id that is not here any more: the gateway need not keep it for us
    if (message.type === 'result')
      attached.get(gateway.id)?.connection.send({ type: 'stored', id: message.id });
    // only now: the channel ends with its link
    if (mine?.name === 'factory.reset' && message.type === 'result' && message.result.ok)
      await deps.onReset(gateway.id);
  };

  return {
    deliver,
    close,
    async attach(gateway, connection) {
      const older = attached.get(gateway.id);
      const channel: Attached = { connection, sent: new Map(), timeToldAt: clock.monotonic() };
      attached.set(gateway.id, channel);
      older?.connection.close('replaced');
      connection.send({ type: 'welcome', time: clock.now(), selfVersion: gateway.selfVersion });
      const { transport } = connection;
      await stores.gateways.setPresence(gateway.id, { online: true, since: clock.now(), transport });
      live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
      const ended = await endOf(gateway);
      if (ended) await close(gateway.id, ended);
      else await deliver(gateway.id);
    },
    async detach(gatewayId, connection) {
      if (attached.get(gatewayId)?.connection === connection) await forget(gatewayId);
    },
    async receive(gateway, message) {
      if (message.type !== 'status') return onCommandMessage(gateway, message);
      await stores.gateways.setStatus(gateway.id, byOwnClock(message.status, clock.now()));
      await accessHeads.take(gateway, message.status.accessLog);
      await deps.sessionsEnded(gateway.id, message.status.sessionsEnded ?? []);
      live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
    },
    tell(gatewayId, message) {
      const channel = attached.get(gatewayId);
      channel?.connection.send(message);
      return channel !== undefined;
    },
    async sweep() {
      const now = clock.now();
      for (const command of await stores.commands.expire(now, { before: now - RUNNING_MS, fault: UNHEARD })) {
        await noteEnd(command);
        changed(command);
      }
      for (const [gatewayId, channel] of [...attached]) {
        if (clock.monotonic() - channel.timeToldAt >= TIME_MS) {
          channel.timeToldAt = clock.monotonic();
          channel.connection.send({ type: 'time', time: clock.now() });
        }
        await deliver(gatewayId);
      }
    },
    async stop() {
      const ids = [...attached.keys()];
      for (const id of ids) await forget(id);
    },
  };
}

function messageOf(command: Command): CloudMessage {
  const { id, name, args, issuedBy, issuedAt, expiresAt } = command;
  return { type: 'command', id, name, args: { ...args }, issuedBy: { ...issuedBy }, issuedAt, expiresAt };
}
