using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What keeps the user of a window from doing the same thing twice.</summary>
internal static class Modality
{
    private static readonly string[] s_asking = { "Dialog", "MessageBox", "MsgBox", "DisplayAlert", "DisplayActionSheet", "DisplayPrompt", "Popup" };

    /// <summary>True for a wait for the answer to a question that stands before everything else: <c>await DialogHelper.AskAsync()</c>.</summary>
    public static bool IsQuestion(string text) => s_asking.Any(w => text.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>
    /// True where the function switches off what the user would begin it with again, before it waits for the first time:
    /// <c>dialog.IsPrimaryButtonEnabled = false; await …</c>.
    /// </summary>
    public static bool IsSwitchedOff(SyntaxNode wait) =>
        wait.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax) is { } function
        && function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            a is { Right.RawKind: (int)SyntaxKind.FalseLiteralExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
            && a.SpanStart < wait.SpanStart
            && (name is "Enabled" or "IsEnabled" or "IsHitTestVisible" || (name.StartsWith("Is", StringComparison.Ordinal) && name.EndsWith("ButtonEnabled", StringComparison.Ordinal))));
}
