/** This way of reading changes leads nowhere with this server, user or cookie: everybody is read in pages instead. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}
