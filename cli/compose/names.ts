/** The service of the Compose file that makes the user of a service in a database. */
export const setupName = (service: string, database: string) => `${service}-setup-${database}`;

/** The name in `.env` of a variable of a service. */
export const variableIn = (service: string, variable: string) => `${capitals(service)}_${variable}`;

/** The name in `.env` of the password of a database's master. */
export const masterVariable = (database: string) => `${capitals(database)}_MASTER_PASSWORD`;

/** The name in `.env` of the port at which a process answers on this machine. */
export const portVariable = (workload: string) => `${capitals(workload)}_PORT`;

function capitals(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
