/** The configuration of the OpenSSH server, made from the cloud's own: `cloudlink-cloud sshd-config` prints it. */
import { join } from 'node:path';
import { SSH_CIPHERS } from '../../base/runtime/ssh-key.ts';
import { KEY_HEADER, KEYS_SECRET, KEYS_SOCKET } from './authorized-keys.ts';

export type SshdConfigOptions = {
  readonly sshd: { readonly host: string; readonly port: number };
  readonly user: string;
  /** The user that asks the cloud for keys. */
  readonly keysUser: string;
  readonly keysFolder: string;
  readonly hostKeyFile: string;
  /** Gateways that may be in their handshake at once. */
  readonly maxStartups: number;
  readonly pidFile?: string;
};

/** Debian's names of the two GCM ciphers, chacha20 and CTR are ours; anything else is a gateway that is none. */
export function sshdConfig(options: SshdConfigOptions): string {
  const { sshd, user, keysUser, keysFolder, hostKeyFile, maxStartups, pidFile = 'none' } = options;
  const command = [
    '/usr/bin/curl -q --silent --fail --max-time 10 --noproxy *',
    `--unix-socket ${join(keysFolder, KEYS_SOCKET)}`,
    `--header @${join(keysFolder, KEYS_SECRET)}`,
    `--header ${KEY_HEADER}:%k http://cloud/authorized-keys`,
  ].join(' ');
  return `# Made by "cloudlink-cloud sshd-config". For a server of its own; the host's own sshd keeps its file.
# Only the cloud connects to it: gateways come through the cloud, which gives each a loopback address.
ListenAddress ${sshd.host}:${sshd.port}
HostKey ${hostKeyFile}
PidFile ${pidFile}
UsePAM no
UseDNS no
AllowUsers ${user}

# who: the cloud says it at every connection
AuthenticationMethods publickey
PubkeyAcceptedAlgorithms ecdsa-sha2-nistp256
AuthorizedKeysFile none
AuthorizedKeysCommand ${command}
AuthorizedKeysCommandUser ${keysUser}
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
MaxAuthTries 2
LoginGraceTime 20

# what: remote forwards on the addresses that the key's line permits, and nothing else
AllowTcpForwarding remote
GatewayPorts clientspecified
PermitOpen none
AllowStreamLocalForwarding no
AllowAgentForwarding no
X11Forwarding no
PermitTunnel no
PermitTTY no
PermitUserRC no
PermitUserEnvironment no
MaxSessions 0
ForceCommand /bin/false
PrintMotd no

# how: by speed, and a line that is dead is given up
Ciphers ${SSH_CIPHERS.join(',')}
Compression no
TCPKeepAlive yes
ClientAliveInterval 15
ClientAliveCountMax 3
RekeyLimit default none

# all gateways may come at once after a restart
MaxStartups ${maxStartups}
LogLevel INFO
`;
}
