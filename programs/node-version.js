// Refuses a Node that the project is not tried on. Which those are stands in package.json, at engines.
// Plain JavaScript of any age, as the Node that it refuses has to run it.
const tried = require('../package.json')
  .engines.node.split(' || ')
  .map((range) => {
    // Such as ^20.19.0: that and all later ones with the same first number.
    return range.slice(1).split('.').map(Number);
  });
const found = process.versions.node.split('.').map(Number);

function fits(lowest) {
  return (
    found[0] === lowest[0] && (found[1] > lowest[1] || (found[1] === lowest[1] && found[2] >= lowest[2]))
  );
}

function named(lowest) {
  return lowest[1] === 0 ? String(lowest[0]) : `${lowest[0]} (from ${lowest[0]}.${lowest[1]})`;
}

if (!tried.some(fits)) {
  const names = tried.map(named);
  const last = names.pop();
  console.error(
    `This is Node ${process.versions.node}, and the project runs on ${names.join(', ')} or ${last}: install one from https://nodejs.org, or by "nvm install ${tried[tried.length - 1][0]}".`,
  );
  process.exit(1);
}
