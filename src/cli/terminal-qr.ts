/** A QR code in half blocks, for a terminal of any colour. */
export async function terminalQr(url: string): Promise<string> {
  const qrcode = await import('qrcode');
  // two modules a line of text: an odd margin makes the package throw
  return qrcode.toString(url, { type: 'utf8', errorCorrectionLevel: 'M', margin: 2 });
}
