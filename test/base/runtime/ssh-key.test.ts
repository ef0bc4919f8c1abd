import { createPublicKey, verify } from 'node:crypto';
import ssh2 from 'ssh2';
import { test } from 'tap';
import { derSignature, keyBlob, sshPublicKey } from '../../../src/base/runtime/ssh-key.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

test('the device key in SSH’s forms', async (t) => {
  const signer = await openSigner(temporaryFolder(t));
  const line = sshPublicKey(signer.publicJwk);
  const parsed = ssh2.utils.parseKey(line);
  if (parsed instanceof Error) throw parsed;
  t.equal(parsed.type, 'ecdsa-sha2-nistp256');
  t.ok(parsed.getPublicSSH().equals(keyBlob(line)));
  const key = createPublicKey({ key: signer.publicJwk, format: 'jwk' });
  // r or s begins with a zero byte once in 128 signatures, and with a one bit in every second
  for (let i = 0; i < 400; i++) {
    const data = Buffer.from(`message ${i}`);
    const der = derSignature(await signer.sign(data));
    if (!verify('sha256', data, key, der)) t.fail(`signature ${i} does not verify`);
  }
  t.throws(() => derSignature(new Uint8Array(63)), TypeError);
});
