// Told apart from a failure: the device gave no passkey, because the person turned away, waited, or it has none for here.

export class PasskeyNotUsed extends Error {
  override readonly name = 'PasskeyNotUsed';
}
