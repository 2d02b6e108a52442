import ipaddr from 'ipaddr.js';
import { plainText } from './unusual';

/**
 * What may have been meant by a value that does not fit, the likeliest first.
 * @param source the value as it stands in the file: of 17.10 the number has lost the zero.
 */
export function likely(found: unknown, source?: string): unknown[] {
  if (typeof found === 'number' || typeof found === 'boolean') {
    const text = source ?? String(found);
    return [text, [text]];
  }
  const text = typeof found === 'string' ? plainText(found).replace(/\s/g, '') : '';
  if (text === '') return [];
  const path = `/${text.replace(/^\/+|\/+$/g, '')}`;
  const texts = [text, text.toLowerCase(), ...blocksOf(text), path];
  return [
    ...texts,
    ...(/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? [Number(text)] : []),
    ...(/^(true|false)$/i.test(text) ? [text.toLowerCase() === 'true'] : []),
    ...texts.map((one) => [one]),
  ];
}

/** The block of one address, and the block that an address with further bits is in. */
function blocksOf(text: string): string[] {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [`${text}/32`];
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return [];
  return [`${ipaddr.IPv4.networkAddressFromCIDR(text)}/${text.split('/')[1]}`];
}
