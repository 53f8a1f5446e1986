// The two ways in which the signer itself, not the exchange, fails its caller; both are thrown, neither holds a secret.

/** The signer refused to start. `code` is stable: what it refused for. */
export class SignerRefused extends Error {
  override readonly name = 'SignerRefused';
  readonly code: string;

  constructor(code: string) {
    super(`The signer refused to start: ${code}.`);
    this.code = code;
  }
}

/** The signer or an auditor could not be asked, or did not answer in time. Nothing was promised. */
export class SignerUnavailable extends Error {
  override readonly name = 'SignerUnavailable';

  constructor() {
    super('The signer is not available now.');
  }
}
