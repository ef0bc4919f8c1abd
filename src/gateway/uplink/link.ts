/** One live connection of the command channel, whichever way it goes. */
import type { CloudMessage, GatewayMessage } from '../../contract/channel.ts';

export type LinkEnd = {
  /** WebSocket close code; ours are in contract/channel.ts. */
  readonly code?: number;
  readonly reason: string;
  readonly error?: unknown;
};

export type Link = {
  readonly transport: 'websocket' | 'poll';
  send(message: GatewayMessage): boolean;
  close(): void;
  /** Ends unless the cloud is heard within so many ms. A poll has its own short time. */
  ask?(ms: number): void;
  /** Resolves once, never rejects. */
  readonly ended: Promise<LinkEnd>;
};

export type LinkEvents = {
  /** The cloud has spoken: the link is up. Told once. */
  readonly onUp: () => void;
  readonly onMessage: (message: CloudMessage) => void;
  readonly onBad: (why: string) => void;
};
