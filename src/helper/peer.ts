/**
 * Who is at the other end of the socket. Node cannot ask the kernel (SO_PEERCRED), but systemd does it for a socket
 * unit with Accept=yes and names the instance after the answer: `<counter>-<pid>-<uid>` (newer versions put a
 * pidfd id after the pid). The unit hands that name over as `--peer=%i`; docs/decisions/privileged-helper.md.
 */

export type Peer = { readonly pid: number; readonly uid: number };

/** Undefined when systemd could not tell (`0-unknown`) or the text is none of its forms. */
export function parsePeer(instance: string): Peer | undefined {
  const m = /^\d+-(\d+)(?:_\d+)?-(\d+)$/.exec(instance);
  return m ? { pid: Number(m[1]), uid: Number(m[2]) } : undefined;
}

const rows = (file: string) => file.split('\n').map((line) => line.split(':'));

/**
 * Whether a user may ask: root, or whoever has the group as primary or further group.
 *
 * @param passwd text of /etc/passwd
 * @param group text of /etc/group
 */
export function isMember(uid: number, name: string, files: { passwd: string; group: string }): boolean {
  if (uid === 0) return true;
  const entry = rows(files.group).find(([group]) => group === name);
  const user = rows(files.passwd).find((fields) => fields[2] === String(uid));
  if (!entry || !user) return false;
  const [login = '', , , gid] = user;
  return gid === entry[2] || (entry[3] ?? '').split(',').includes(login);
}
