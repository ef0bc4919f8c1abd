/** A QR code in half blocks, for a terminal of any colour. */
export async function terminalQr(url: string): Promise<string> {
  const qrcode = await import('qrcode');
  return qrcode.toString(url, { type: 'utf8', errorCorrectionLevel: 'M', margin: 1 });
}
