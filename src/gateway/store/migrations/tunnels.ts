export const tunnels = { name: 'tunnels', up: `` };
