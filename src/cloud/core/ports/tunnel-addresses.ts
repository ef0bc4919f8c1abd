/** Where the tunnels of each gateway listen on the host of an OpenSSH broker. */
export type TunnelAddressStore = {
  /** Its own number, from 1 on: the same each time, and never another gateway's, also after it is gone. */
  numberOf(gatewayId: string): Promise<number>;
};
