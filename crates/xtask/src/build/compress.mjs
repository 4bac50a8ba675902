// Writes FILE.br and FILE.gz beside every file named, both as small as they get.
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

await Promise.all(process.argv.slice(1).map(async (file) => {
  const content = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const smaller = [['br', await brotli(content, { params })], ['gz', await deflate(content, { level: 9 })]];
  for (const [kind, data] of smaller) {
    if (data.length < content.length) await writeFile(`${file}.${kind}`, data);
  }
}));
