import { BaseAgent, type IdentityCallback, type SignCallback, type SigningRequestOptions } from 'ssh2';
import { derSignature, sshPublicKey } from '../../../base/runtime/ssh-key.ts';
import type { Signer } from '../../core/ports/signer.ts';

/** Lets ssh2 sign with the device key without ever holding it: the key may live in a TPM. */
export class SignerAgent extends BaseAgent<string> {
  readonly #signer: Signer;

  constructor(signer: Signer) {
    super();
    this.#signer = signer;
  }

  override getIdentities(callback: IdentityCallback<string>): void {
    callback(null, [sshPublicKey(this.#signer.publicJwk)]);
  }

  override sign(
    _key: unknown,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : callback;
    this.#signer.sign(data).then(
      (signature) => done?.(null, derSignature(signature)),
      (error) => done?.(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
