import { execFileSync } from 'node:child_process';
import { zip } from '../../constructs/zip';

/** Read by another implementation of the format, which checks the checksum as well. */
const READ = `
import io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
[entry] = archive.infolist()
print(json.dumps([entry.filename, archive.read(entry).decode(), entry.date_time[:3], oct(entry.external_attr >> 16)]))
`;

test('holds the file as it is, readable for all, with a date that no machine or day changes', () => {
  const content = "exports.handler = () => 'naïve';\n";
  const read = execFileSync('python3', ['-c', READ], { input: zip('forward.js', Buffer.from(content)) });
  expect(JSON.parse(`${read}`)).toEqual(['forward.js', content, [1980, 1, 1], '0o100644']);
});
