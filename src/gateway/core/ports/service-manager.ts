/** The service manager that started this program (systemd, or nothing). Without one every call does nothing. */
export type ServiceManager = {
  /** How long it waits for a sign of life before it kills this program, ms; undefined: it does not watch. */
  readonly watchdogMs: number | undefined;
  /** Start-up is done. */
  ready(): Promise<void>;
  /** One line that `systemctl status` shows. */
  status(line: string): Promise<void>;
  stopping(): Promise<void>;
  /** The sign of life. */
  alive(): Promise<void>;
};
