// SPDX-License-Identifier: EUPL-1.2
// node-soap as reader and writer. Each line of standard input is a task, each line of standard output its result:
//
//   {"id": 1, "wsdl": path, "do": "read", "xml": envelope}                      -> {"id": 1, "value": {name: …}}
//   {"id": 2, "wsdl": path, "do": "write", "operation": name, "role": "input"|"output", "value": …}
//                                                                               -> {"id": 2, "xml": envelope}
//
// Requests are written by its client, answers by its server, with nothing but a socket taken away. An object's type that
// JSON does not have is an object with one member: `$date`, `$number`.
'use strict';

const fs = require('fs');
const readline = require('readline');
const { EventEmitter } = require('events');
const path = require('path');

const peers = process.argv[2];
const catalog = new Map();
if (process.argv[3]) {
    for (const line of fs.readFileSync(process.argv[3], 'utf8').split('\n').slice(1)) {
        const [uri, file] = line.split('\t');
        if (file) catalog.set(uri, path.join(path.dirname(process.argv[3]), file));
    }
}
const soap = require(path.join(peers, 'node_modules/soap'));

// Imports from the network come from the catalog; what is sent is kept instead.
class NoNetwork {
    request(url, data, callback) {
        if (data === null) {
            const file = catalog.get(url);
            if (file === undefined) return callback(new Error(`${url} is not in the catalog`));
            return callback(null, { status: 200 }, fs.readFileSync(file, 'utf8'));
        }
        this.sent = data;
        return callback(null, { status: 200, headers: {} }, '');
    }
}

const clients = new Map();

function load(wsdl) {
    if (!clients.has(wsdl)) {
        const httpClient = new NoNetwork();
        clients.set(wsdl, soap.createClientAsync(wsdl, { httpClient, handleNilAsNull: true, preserveWhitespace: true }).then((client) => ({ client, httpClient })));
    }
    return clients.get(wsdl);
}

function* ports(client) {
    const services = client.wsdl.services || {};
    for (const service of Object.keys(services)) {
        for (const port of Object.keys(services[service].ports)) yield [service, port, services[service].ports[port].binding];
    }
}

function withMethod(client, task) {
    for (const [service, port, binding] of ports(client)) {
        if ((!task.port || port === task.port) && binding.methods && binding.methods[task.operation]) return [service, port, binding];
    }
    throw new Error(`no operation ${task.operation}`);
}

function writeInput(client, httpClient, task) {
    const [service, port] = withMethod(client, task);
    return new Promise((resolve, reject) => {
        httpClient.sent = undefined;
        try {
            client[service][port][task.operation](task.value, () => resolve(httpClient.sent));
        } catch (error) {
            reject(error);
        }
        if (httpClient.sent !== undefined) resolve(httpClient.sent);
    });
}

function writeOutput(client, task) {
    const [service, port, binding] = withMethod(client, task);
    const method = binding.methods[task.operation];
    const style = method.style || binding.style || 'document';
    const services = { [service]: { [port]: { [task.operation]: () => task.value } } };
    // The server wants to be part of an HTTP server; it gets one that nobody calls.
    const http = Object.assign(new EventEmitter(), { route: undefined });
    const server = soap.listen(http, { path: '/', services, xml: client.wsdl.toXML(), uri: task.wsdl });
    server.wsdl = client.wsdl;
    return new Promise((resolve, reject) => {
        const outputName = style === 'rpc' ? `${task.operation}Response` : method.output.$name;
        try {
            server._executeMethod({ serviceName: service, portName: port, methodName: task.operation, outputName, args: {}, style },
                {}, {}, resolve);
        } catch (error) {
            reject(error);
        }
    });
}

function plain(value) {
    if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString() };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (Array.isArray(value)) return value.map(plain);
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
    return value === undefined ? null : value;
}

async function perform(task) {
    const { client, httpClient } = await load(task.wsdl);
    if (task.do === 'load') return {};
    if (task.do === 'find') return withMethod(client, task) && {};
    if (task.do === 'read') return { value: plain(client.wsdl.xmlToObject(task.xml)) };
    return { xml: task.role === 'input' ? await writeInput(client, httpClient, task) : await writeOutput(client, task) };
}

async function main() {
    process.on('uncaughtException', (error) => process.stderr.write(`${error.stack}\n`));
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const task = JSON.parse(line);
        let result;
        try {
            result = await Promise.race([perform(task), new Promise((_, no) => setTimeout(() => no(new Error('no end')), 20000).unref())]);
        } catch (error) {
            result = { error: error && error.Fault ? `${error.Fault.faultstring}: ${error.Fault.detail}` : String((error && error.message) || error) };
        }
        process.stdout.write(`${JSON.stringify({ id: task.id, ...result })}\n`);
    }
    process.exit(0);
}

main();
