/**
 * The provider on this machine: scheme {@code local}.
 *
 * <p>Everything lies under one directory, the setting {@code home}, by default {@code ~/.aloft}.
 * Any number of processes may use it at once; every file is there whole or not at all, whenever a
 * process or the machine stops. Whether a process has ended is known by the start of its machine,
 * its container, its number and its own start, never by the name of a host; of one that cannot be
 * looked at from here, such as in another container, its locks and leases tell.
 *
 * <pre>
 * store/                        staged files, the intent log and claims, by their keys
 * runs/&lt;run&gt;/job.json           what was asked; secrets by reference only
 * runs/&lt;run&gt;/shortage.txt       what was asked that this machine does not have
 * runs/&lt;run&gt;/log                what the work printed
 * runs/&lt;run&gt;/metrics.jsonl      what it reported, one JSON object a line
 * runs/&lt;run&gt;/model/             the model, with aloft-model.json
 * runs/&lt;run&gt;/output/            whatever else it kept
 * runs/&lt;run&gt;/checkpoints/       its checkpoints
 * runs/&lt;run&gt;/progress.json      what goes on
 * runs/&lt;run&gt;/cancel             is there when somebody asked it to stop
 * runs/&lt;run&gt;/result.json        how it ended
 * runs/&lt;run&gt;/worker/            the process that does the work: its lock, process id, exit code
 * runs/&lt;run&gt;/code/              its own copy of a script
 * active/&lt;time&gt;-&lt;run&gt;           one empty file for each run that waits; .working at its end when it
 *                               works
 * models/&lt;name&gt;/&lt;version&gt;/      version.json, and the model's files in files/
 * models/&lt;name&gt;/aliases/        one file for each alias; it holds the version
 * endpoints/&lt;name&gt;.json         an endpoint: its revisions, its traffic, the process that holds it
 * endpoints/&lt;name&gt;.log          what happened to it
 * server.json, server.log       the server process, while there is one, and what it printed
 * environments/&lt;hash&gt;/          virtual environments of Python, by their requirements
 * classes/&lt;hash&gt;/               jars taken out of a jar of jars
 * </pre>
 *
 * <table>
 *   <caption>What maps to what</caption>
 *   <tr><th>portable</th><th>on this machine</th></tr>
 *   <tr><td>run</td><td>a directory, and a process that outlives the one that asked</td></tr>
 *   <tr><td>machine</td><td>this one, named {@code local}; one with fewer CPUs or less memory
 *   than asked does the work all the same, and the run and a warning say so</td></tr>
 *   <tr><td>queue</td><td>at most {@code max-runs} processes at once over all clients</td></tr>
 *   <tr><td>model version</td><td>a directory</td></tr>
 *   <tr><td>endpoint</td><td>a name in the HTTP server of the program that deployed it, which ends
 *   with the program; or, where {@code serving} is {@code process}, in one server process of the
 *   home, which stays until its last endpoint is removed</td></tr>
 *   <tr><td>revision</td><td>a model in the memory of that process</td></tr>
 *   <tr><td>expiry of an endpoint</td><td>the process that holds the endpoint removes it; one whose
 *   server process had stopped is removed when it is served again</td></tr>
 *   <tr><td>staging store</td><td>a directory</td></tr>
 * </table>
 */
@NullMarked
package dev.aloft.local;

import org.jspecify.annotations.NullMarked;
