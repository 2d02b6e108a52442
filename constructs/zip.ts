import { crc32 } from 'node:zlib';

/**
 * A zip archive of one file: the same bytes for the same content, at every synth and on every machine, so that
 * a plan shows a change of code only when there is one. Not compressed.
 * Source: PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function zip(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(10, 0); // version needed: 1.0
  common.writeUInt16LE(FIRST_OF_1980, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);

  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, fileName, content]);

  const rights = Buffer.alloc(14);
  rights.writeUInt32LE((READABLE << 16) >>> 0, 6);
  const madeByUnix = Buffer.from([10, 3]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), madeByUnix, common, rights, fileName]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}

/** 1 January 1980, the first date that the format has. */
const FIRST_OF_1980 = (1 << 5) | 1;
/** A regular file that everyone may read: Lambda runs the code as another user. */
const READABLE = 0o100644;
