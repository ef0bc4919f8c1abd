/** Where the daemon's control socket is; the only reader of process.env in the command. */
export type CliConfig = {
  readonly socketPath: string;
  /** Another socket than usual is named: who is behind it is not the gateway of the usual configuration. */
  readonly isOther: boolean;
  /** The environment names the data folder, as a service's does. */
  readonly namesData: boolean;
};

const USUAL = '/run/cloudlink/control.sock';

export function readCliConfig(option: string | undefined): CliConfig {
  const socketPath = option ?? process.env.CLOUDLINK_SOCKET ?? USUAL;
  return {
    socketPath,
    isOther: socketPath !== USUAL,
    namesData: process.env.CLOUDLINKD_DATA_DIR !== undefined,
  };
}

/** What a program of the gateway's own is started with. */
export const environmentWith = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
});

/** A variable that somebody named as the place of a secret. */
export const environmentVariable = (name: string): string | undefined => process.env[name];
