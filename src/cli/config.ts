/** Where the daemon's control socket is; the only reader of process.env in the command. */
export type CliConfig = { readonly socketPath: string };

export function readCliConfig(option: string | undefined): CliConfig {
  return { socketPath: option ?? process.env.CLOUDLINK_SOCKET ?? '/run/cloudlink/control.sock' };
}

/** A variable that somebody named as the place of a secret. */
export const environmentVariable = (name: string): string | undefined => process.env[name];
