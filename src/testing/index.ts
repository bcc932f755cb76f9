export {startContractServer} from './contract-server.js';
export type {Answer, ContractServer, ReceivedRequest} from './contract-server.js';
export {describeProviderContract} from './provider-contract.js';
export type {ContractRunner} from './provider-contract.js';
export type {ContractSubject} from './contract-run.js';
export {createRecordingProvider} from './recording-provider.js';
export type {Outcome, RecordingProvider} from './recording-provider.js';
export {sampleRecord} from './sample-records.js';
