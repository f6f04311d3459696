export { freshDatabase, templateDatabase, type Database } from './postgres-database.js';
export { freshVhost, type Vhost } from './rabbitmq-vhost.js';
export { freshMongoDatabase, type MongoDatabase } from './mongo-database.js';
export { startServices, type Services, type ServicesStart } from './running-services.js';
export { startService, type Service, type ServiceStart } from './running-service.js';
export { signingKeyFile, type SigningKeyFile } from './signing-key-file.js';
export { tokenAuthority, type TokenAuthority } from './token-authority.js';
export { tcpProxy, type TcpProxy } from './tcp-proxy.js';
export { waitFor, type Waiting } from './wait-for.js';
