/** Addresses and the token of one system. */
export interface Addresses {
  readonly commandUrl: string;
  readonly queryUrl: string;
  readonly token: string;
}
