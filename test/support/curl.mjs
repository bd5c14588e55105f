#!/usr/bin/env node
// Stands in for curl on machines that have none: just what the README's tour uses.
const args = process.argv.slice(2);
let method = 'GET';
let body;
let url = '';
let ending = '';
const headers = new Headers();
while (args.length > 0) {
  const arg = args.shift();
  if (arg === '-X') method = args.shift();
  else if (arg === '-w') ending = args.shift().replaceAll('\\n', '\n');
  else if (arg === '-d') body = args.shift();
  else if (arg === '-H') {
    const [name, ...value] = args.shift().split(':');
    if (value.join(':').trim()) headers.set(name, value.join(':').trim());
  } else if (!arg.startsWith('-')) url = arg;
}
const answer = await fetch(url, { method, headers, body });
process.stdout.write((await answer.text()) + ending);
if (!answer.ok) process.exit(22);
