package dev.aloft.fake.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program until it is killed; prints the process id of a part that left the group. */
final class DyingProgram {
  private DyingProgram() {}

  public static void main(String[] arguments) throws Exception {
    ContainerHost host = ContainerHost.ofThisMachine();
    List<String> command =
        List.of("/bin/sh", "-c", "trap '' TERM; setsid sh -c 'echo $$; exec sleep 1000' & wait");
    Program program =
        new Program(
            command,
            "/",
            Map.of(),
            Path.of(arguments[0]),
            "/opt/ml",
            List.of(),
            line -> {
              System.out.println(line);
              System.out.flush();
            });
    host.run(program).exit().join();
  }
}
