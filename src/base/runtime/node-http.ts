import type { Agent as NodeAgent } from 'node:http';

/**
 * `node:http` for less. An `import` of it reads each of its exports, and `WebSocket` among them is a getter that loads
 * Node's own copy of undici: 12 MB and 40 ms that no program here has a use for.
 */
export const { Agent, createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http');
export type Agent = NodeAgent;
