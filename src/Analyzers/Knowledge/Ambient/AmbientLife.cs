using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>A value that flows with the execution, and everything that the source does with it.</summary>
internal sealed class AmbientLife
{
    /// <summary>Of the field, property or local that holds it.</summary>
    public AmbientLife(ISymbol holder, ITypeSymbol? payload, bool isPlatform)
    {
        Holder = holder;
        Payload = payload;
        IsPlatform = isPlatform;
    }

    /// <summary>The field, property or local.</summary>
    public ISymbol Holder { get; }

    /// <summary>The type of the value.</summary>
    public ITypeSymbol? Payload { get; }

    /// <summary>True for a property of the platform.</summary>
    public bool IsPlatform { get; }

    /// <summary>True where somebody is told of each change, or the holder itself is handed on: others may look at it.</summary>
    public bool IsWatched { get; set; }

    /// <summary>What is told of each change; null for none.</summary>
    public ExpressionSyntax? Handler { get; set; }

    /// <summary>Gets and sets, those in the functions that do them and those at their calls.</summary>
    public List<AmbientUse> Uses { get; } = new();

    /// <summary>What sets the value, as its function sees it.</summary>
    public IEnumerable<AmbientUse> Sets => Uses.Where(u => u.Sets);

    /// <summary>What reads the value, as its function sees it.</summary>
    public IEnumerable<AmbientUse> Reads => Uses.Where(u => u.Reads);
}

/// <summary>A get or set of a value that flows with the execution, or a call that does it.</summary>
/// <param name="Node">The assignment, the access or the call.</param>
/// <param name="Model">The model of its file.</param>
/// <param name="Sets">True where it leaves another value to the function that it stands in.</param>
/// <param name="Reads">True where it reads the value that the function has.</param>
/// <param name="Value">What it sets; null where that is not known.</param>
/// <param name="OnlyIfEmpty">True where it sets the value only if there is none.</param>
/// <param name="Depth">How many calls lie between.</param>
/// <param name="Origin">The get or set itself.</param>
internal sealed record AmbientUse(SyntaxNode Node, SemanticModel Model, bool Sets, bool Reads, ExpressionSyntax? Value, bool OnlyIfEmpty, int Depth, SyntaxNode Origin)
{
    /// <summary>The function that it stands in; null for an initializer.</summary>
    public SyntaxNode? Function { get; } = FunctionOf(Node);

    /// <summary>True where that function is async: what it sets, its caller does not see.</summary>
    public bool IsInAsync => IsAsync(Function);

    /// <summary>The lambda, local function, member, or the statements of the program.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node) => CallShape.FunctionOf(node) switch
    {
        GlobalStatementSyntax global => global.Parent,
        var function => function,
    };

    /// <summary>True for a function with the modifier.</summary>
    public static bool IsAsync(SyntaxNode? function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>True where the assignment is made only if a test has found nothing there, or in the local that it was taken into.</summary>
    public static bool IsIfEmpty(SyntaxNode assignment, string access)
    {
        if (assignment.FirstAncestorOrSelf<IfStatementSyntax>() is not { } test || !test.Statement.Span.Contains(assignment.Span) || !test.Condition.DescendantTokens().Any(t => t.IsKind(SyntaxKind.NullKeyword)))
            return false;
        var text = test.Condition.ToString();
        if (text.Contains(access))
            return true;
        return FunctionOf(assignment) is { } function && function.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Initializer?.Value.ToString().Contains(access) == true && test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == v.Identifier.ValueText));
    }

    /// <summary>True where the code can come from one place to the other, further down in the same function.</summary>
    public static bool Follows(SyntaxNode from, SyntaxNode to)
    {
        if (from.SyntaxTree != to.SyntaxTree || to.SpanStart < from.Span.End || FunctionOf(from) != FunctionOf(to) || StartSyntax.AreBranches(from, to))
            return false;
        for (var node = from; node is not null && !node.Span.Contains(to.Span); node = node.Parent)
        {
            if (node is ReturnStatementSyntax or ThrowStatementSyntax || (node is StatementSyntax { Parent: BlockSyntax block } && !block.Span.Contains(to.Span) && block.Statements.Last() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax))
                return false;
        }

        return true;
    }
}
