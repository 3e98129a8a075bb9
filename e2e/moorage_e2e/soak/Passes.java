import dev.moorage.bootstrap.command.MoorageCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Runs commands of moorage one after the other in one process: each line of the standard input has the words of a command. After
 * the output of each command comes a line "ended STATUS".
 */
final class Passes {
    private Passes() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int status = MoorageCommand.run(System.getenv(), line.split(" "));
            System.out.println("ended " + status);
            System.out.flush();
        }
    }
}
